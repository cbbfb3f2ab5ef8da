[Actor UBND tỉnh Hoài Lĩnh] yêu cầu làm rõ quy trình vận hành hồ Sông Lụa

Cập nhật: [Date 17:05, 01/12/2025]

(BHL) - [Date Ngày 1/12], [Actor Phó Chủ tịch UBND tỉnh Hoài Lĩnh Đỗ Thị Lệ Hằng] chủ trì cuộc họp khẩn về đợt xả lũ của hồ Sông Lụa [Date rạng sáng 30/11].

Phát biểu tại cuộc họp, [Actor bà Lệ Hằng] yêu cầu [Claim [Actor Công ty Cổ phần Thủy điện Lụa Giang] báo cáo bằng văn bản về từng mốc mở cửa xả, chậm nhất là [Date 17h ngày 3/12]]. “[Claim Báo trước cho người dân là nghĩa vụ chứ không phải sự ban ơn. [Actor Doanh nghiệp] không thể nhắn một cái tin rồi coi như xong trách nhiệm]”, [Actor Phó Chủ tịch UBND tỉnh] nhấn mạnh.

Theo [Actor Sở Nông nghiệp và Môi trường], [Claim đợt xả lũ làm trôi hơn 1.200 lồng cá, ngập 86 ha hoa màu, thiệt hại ước tính 47,5 tỷ đồng]. [Actor Sở] cho rằng [Claim quy trình vận hành ban hành kèm Quyết định số 124/2025/QĐ-HLN buộc chủ hồ thông báo cho hạ du trước [Date ít nhất hai giờ]].

Tại cuộc họp, [Actor Tổng Giám đốc Lụa Giang Phan Đình Luận] cam kết [Claim sẽ cung cấp toàn bộ nhật ký vận hành], đồng thời đề nghị [Claim cơ quan chức năng “xem xét đầy đủ yếu tố bất khả kháng"]. [Actor Ông Luận] cho hay [Claim lượng mưa tại lòng hồ từ [Date 19h ngày 29/11] đến [Date 3h ngày 30/11] đạt 412 mm, mực nước hồ có lúc vượt mức dâng bình thường 1.12 m]. Theo ông, [Claim trận mưa lớn nhất từng đo được ở đây, vào [Date tháng 10/2020], cũng chỉ là 368 mm].

[Claim Đại diện xã Cồn Tằm] thì cho rằng [Claim mưa lớn đã được báo từ [Date hôm thứ Sáu] (28/11)], [Claim [Actor nhà máy] hoàn toàn có thể hạ mực nước hồ từ [Date hai ngày trước đó]].

[Date Cùng ngày], [Actor đoàn công tác của tỉnh] do [Actor Chủ tịch UBND tỉnh Trần Quốc Khải] dẫn đầu đã đến thăm [Actor các gia đình bị thiệt hại nặng ở xã Bến Dâu và xã Cồn Tằm]. [Actor Ông Khải] hứa [Claim [Actor tỉnh] sẽ tạm ứng ngân sách hỗ trợ [Actor bà con] ngay [Date trong tuần này]], không chờ kết luận thanh tra.

Dự kiến, [Actor đoàn thanh tra liên ngành] bắt đầu làm việc tại nhà máy từ [Date ngày 8/12]./.

Bài, ảnh: Hồng Điệp
