Hải Triều lùi tăng giá vé, [Actor hành khách] vẫn chưa yên tâm
[Date Thứ Sáu, 27/02/2026, 16:40 (GMT+7)]

(Tin Sông) - Hai ngày trước khi giá vé mới có hiệu lực, [Actor UBND thành phố Hải Triều] bất ngờ thông báo [Claim lùi việc tăng giá vé xe buýt đến [Date ngày 1/5]].

Ký thông báo [Date trưa 27/2], [Actor Phó Chủ tịch Hồ Đăng Quý] cho biết [Claim [Actor thành phố] “đã lắng nghe" ý kiến [Actor hành khách] và các đại biểu]. [Date Trong thời gian từ 10 đến 15/3], [Actor ông Quý] hứa, [Claim xe buýt toàn thành phố sẽ chạy miễn phí để [Actor người dân] đi thử các tuyến mới].

[Actor Ông Thái Bá Lộc] gọi đây là “một nửa tin vui". “[Claim Lùi chứ có bỏ đâu]”, [Actor Chủ tịch Hội Hành khách Hải Triều] nói. [Actor Hội] dự kiến họp vào [Date cuối tuần này]. Ông nhắc lại rằng hôm [Date mùng 3 Tết], trong buổi gặp [Date đầu xuân], [Actor ông Quý] từng nói với hội “[Claim giá vé là chuyện đã quyết]".

Liên hệ với [Actor Tin Sông], [Actor ông Quý] phủ nhận [Claim đã nói câu đó]. Theo vị phó chủ tịch, ông chỉ nói “[Claim hợp đồng metro là chuyện đã quyết]”.

[Actor Nguồn tin của Tin Sông tại Sở Tài chính] tiết lộ [Claim việc lùi [Date hai tháng] khiến ngân sách phải bù thêm khoảng 31 tỷ đồng]. [Actor Giám đốc Sở Lại Phương Thùy] từ chối bình luận.

Trong khi đó, [Actor Công ty Vận tải Cánh Buồm] cảnh báo [Claim có thể phải cắt ba tuyến ngoại thành từ [Date đầu tháng 4]]. [Actor Bà Mạc Ngân Giang], [Actor Tổng Giám đốc Cánh Buồm], nói [Claim [Actor công ty] đã “cạn tiền dầu" và [Actor thành phố] còn nợ tiền trợ giá [Date quý IV/2025]]. [Actor Sở Xây dựng] bác bỏ, cho rằng [Claim khoản nợ này đã được thanh toán trước [Date Tết]].

Gần đây, tranh cãi quanh giá vé lan sang cả tuyến metro số 1, dự kiến chạy thử vào [Date dịp 30/4]. [Actor Nordvik Rail] cam kết [Claim tiến độ không thay đổi]./.

Theo dõi Tin Sông trên mạng xã hội
Bình luận (8)
