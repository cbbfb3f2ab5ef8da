[Date Ngày đầu] xe buýt miễn phí: đông khách, thiếu xe
Người Đồng Bằng [Date 11/03/2026 06:15]

[Date Sáng thứ Ba (10/3)], [Date ngày đầu tiên] xe buýt Hải Triều chạy miễn phí, tuyến 24 kín chỗ từ [Date 5h30]. [Actor Trung tâm Quản lý giao thông công cộng] cho biết [Claim lượng khách tăng 2,3 lần so với [Date thứ Ba tuần trước]]. Theo thông báo của [Actor UBND thành phố] [Date hôm 27.2], [Claim đợt miễn phí kéo dài đến [Date 15.3]].

[Actor Phó giám đốc trung tâm Khổng Minh Châu] nói: “[Claim Chúng tôi đã tăng 40 lượt xe [Date mỗi ngày], nhưng thú thật là không đủ]”.

[Actor Hành khách] thì chia hai phe. [Actor Bà Tạ Thị Nụ], [Actor tiểu thương chợ Bến Muối], khen [Claim xe mát, [Actor tài xế] lễ phép]. [Actor Anh Đinh Khắc Vũ] lại than [Claim phải chờ [Date 50 phút] mới lên được xe], rồi bị nhắc “[Claim miễn phí thì đừng đòi hỏi]".

[Actor Công ty Vận tải Cánh Buồm] phủ nhận [Claim [Actor nhân viên] nói câu này]. Tuy nhiên, [Actor công ty] cam kết [Claim sẽ kiểm tra camera và trả lời [Actor hành khách] trong [Date 48 giờ]].

[Actor Hội Hành khách Hải Triều] nhận định [Claim đợt miễn phí chứng minh điều [Actor hội] nói từ [Date đầu năm]: [Claim [Actor người dân] bỏ xe buýt vì giá và vì chờ lâu, chứ không phải vì chê xe cũ]]. [Actor Chủ tịch hội Thái Bá Lộc] đề nghị [Claim [Actor thành phố] giữ giá 8.000 đồng ít nhất đến [Date hết năm 2026]].

[Actor UBND thành phố] sẽ họp về giá vé vào [Date 14h thứ Hai tuần tới], theo lịch công tác đăng trên cổng thông tin.

Ảnh: Người Đồng Bằng
Bình luận (5) Gửi
