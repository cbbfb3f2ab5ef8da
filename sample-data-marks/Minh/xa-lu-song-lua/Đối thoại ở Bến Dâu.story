Đối thoại ở Bến Dâu: [Actor công ty] hứa đền, [Actor nông dân] hỏi bao giờ

[Date Thứ Bảy, 06/12/2025, 08:12 (GMT+7)]

(Sóng Mới) - Hội trường xã Bến Dâu [Date chiều thứ Sáu (5/12)] không còn một ghế trống. Hơn 200 hộ nuôi cá ngồi chờ câu trả lời của [Actor Công ty Cổ phần Thủy điện Lụa Giang] về đợt xả lũ [Date rạng sáng 30/11].

[Actor Ông Lưu Văn Cội], [Actor Chủ tịch Hội Nông dân xã], mở đầu: “[Claim [Actor Bà con] không đến đây để cãi nhau về cái tin nhắn. [Actor Bà con] muốn biết ai đền, đền bao nhiêu và khi nào đền.]

“[Claim Cá chết không đợi thanh tra.]”

Đáp lại, [Actor Tổng Giám đốc Phan Đình Luận] cúi đầu xin lỗi và cam kết [Claim [Actor công ty] sẽ ứng trước 30% giá trị thiệt hại trong thời gian từ [Date 10 đến 15/12]]. “[Claim Phần còn lại]”, [Actor ông Luận] nói, “[Claim xin chờ kết luận của [Actor đoàn thanh tra], nhưng không muộn hơn [Date cuối tháng Giêng năm tới]]”.

Cả hội trường ồn lên. [Actor Bà Huỳnh Thị Mén] đứng dậy nhắc rằng [Claim [Date năm 2023] [Actor công ty] cũng hứa đền trong [Date một tháng], vậy mà mãi đến [Date mùng 3 Tết] [Actor bà con] mới nhận được tiền, lại chỉ bằng một nửa]. Người phụ nữ hỏi thẳng: “[Claim Lần này có giấy tờ gì không, hay lại hứa miệng?]”

[Actor Ông Luận] cho biết [Claim biên bản cam kết sẽ được ký ngay trong buổi chiều, có chính quyền xã làm chứng]. Lúc [Date 16h40], biên bản được ký thật.

[Actor Bà con] ký tên vào danh sách thiệt hại. Ảnh: Sóng Mới

Không phải ai cũng yên lòng. [Actor Một chủ bè tên Đức] cho rằng con số 30% là “[Claim bố thí]", còn [Actor vợ anh] thì bảo có còn hơn không. [Actor Luật sư Kiều Hải Đường], [Actor người hỗ trợ pháp lý miễn phí cho xã], khuyên [Claim các hộ giữ lại hóa đơn mua cá giống từ [Date đầu năm]].

Trao đổi với [Actor Sóng Mới] bên lề, [Actor bà Vương Khánh Chi] phủ nhận [Claim [Actor công ty] ký cam kết vì sức ép của dư luận]. [Actor Bà Chi] dẫn lời [Actor ông Luận] nói rằng [Claim khoản ứng trước đã được [Actor Hội đồng quản trị] thông qua] từ [Date tối thứ Tư].

Cuộc đối thoại kết thúc sau [Date gần ba giờ]. [Actor Phó Chủ tịch UBND tỉnh Đỗ Thị Lệ Hằng] kết luận [Claim [Actor tỉnh] sẽ kiểm tra việc chi trả [Date hằng tuần]], đồng thời cảnh báo [Claim nếu sai hẹn, [Actor doanh nghiệp] sẽ bị xử lý theo Nghị định 924/2025/NĐ-CP].

>> Xem thêm: Cồn Tằm dựng lại 40 bè cá đầu tiên
Bình luận (3)
